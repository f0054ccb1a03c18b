"""The demo company in English: invented people and clients, and what they write."""

from voronka.demo.speech import Speech, clients, lines
from voronka.demo.speech.trades_en import NAMES, TRADES

CLIENTS = clients("""
Rye Corner Bakery | bakery, three shops | Website with cake orders | ryecorner.example
White Fang Dental | a two-chair practice | Ads for the practice | whitefang.example
Piston Garage | car repair | Website with booking | pistongarage.example
Pas de Deux Dance | classes for children and adults | Enrolment campaign | padedeux.example
Dovetail Joinery | kitchens to order | Full website | dovetail.example
Green Nook Nursery | seedlings and young trees | Online shop for seedlings | greennook.example
Second Cup Coffee | coffee shop by the station | Social media | secondcup.example
Argument Law | disputes with developers | Search ads | argument-law.example
Quiet Room Yoga | yoga and stretching | Social ads | quietroom.example
North Lift Service Ltd | lift maintenance | Company website | northlift.example
Letterpress & Co | leaflets and short-run books | Website with quotes | letterpress.example
Paw Clinic | veterinary practice | Ads and maps | pawclinic.example
Apostrophe English | courses for teenagers | Landing page | apostrophe.example
Pine Cape Lodges | cabins by a lake | Website with booking | pinecape.example
Roof Masters Ltd | roofing | Leads from search | roofmasters.example
Straight Razor | two barber shops | Brand identity | straightrazor.example
Valley Fasteners | fasteners, wholesale | Wholesale catalogue | valleyfast.example
Buttonhole Tailors | tailoring and repairs | Social media | buttonhole.example
Cube Children's Centre | activities for children | Social ads | cubecentre.example
Goat Hill Dairy | farm cheese | Online cheese shop | goathill.example
Warm Floor Plus Ltd | heated floors | Search ads | warmfloor.example
Backlight Studios | photo studios for hire | Website with a calendar | backlight.example
Keys Estate Agents | new homes and resale | Ads for new homes | keys-homes.example
Third Gear Driving | driving lessons | Landing page | thirdgear.example
Peony Point | flower delivery | Website with delivery | peonypoint.example
South Street Storage | storage and fulfilment | Company website | southstore.example
Clean Thursday | office cleaning | Leads from search | cleanthursday.example
The Hive Museum | honey museum and shop | Museum website | hivemuseum.example
Dumbbell Gym | neighbourhood gym | Campaign for newcomers | dumbbell.example
Riverside Windows Ltd | windows and balconies | Search ads | riverwindows.example
Shelf Board Games | board-game café | Social media | shelfgames.example
Rivulet Speech Therapy | sessions for children | Landing page for parents | rivulet.example
Meringue Cakes | cakes to order | Brand identity | meringue.example
Lorrywise Removals | removals | Website with quotes | lorrywise.example
Dioptre Opticians | shop and eye tests | Ads and maps | dioptre.example
Spring 22 Water | water delivery | Website with accounts | spring22.example
Confetti Weddings | weddings from start to end | Social ads | confetti.example
Builders' Base 7 | building materials | Catalogue with stock | base7.example
Bunk & Breakfast | hostel in the centre | Website with booking | bunkfast.example
Tabula Courses | bookkeeping and spreadsheets | Newsletter funnel | tabula.example
Stopcock Supplies | plumbing, wholesale | Wholesale catalogue | stopcock.example
Linden Apiary | honey and gift boxes | Online honey shop | lindenhoney.example
Carnauba Detailing | car polishing | Ads and maps | carnauba.example
The Thread Puppets | private puppet theatre | Website with a playbill | threadpuppets.example
Hilltop Energy Audits | building surveys | Company website | hilltopenergy.example
Twig & Stick | wooden toys | Online toy shop | twigstick.example
Ski Track Rentals | skis and snowboards | Seasonal ads | skitrack.example
Curls Salon | hair and beauty | Social media | curls.example
Fireguard Ltd | fire safety | Leads from search | fireguard.example
Fairway Boatyard | boats and repairs | Full website | fairwayboats.example
Granny's Yard | seeds and seedlings | Social media | grannysyard.example
Upright Posture | massage and physiotherapy | Landing page | upright.example
Box & Wrap Ltd | cardboard, film, tape | Catalogue with stock | boxwrap.example
Copper Vat Brewery | craft brewery | Brand identity | coppervat.example
Dragoman Translations | technical translations | Search ads | dragoman.example
Three Fires Camping | campsite by a lake | Website with booking | threefires.example
""")

MESSAGES = lines("""
Hello! We need a new website, we are ashamed to show the old one. What does it cost and how long does it take?
Hi, a friend recommended you. We want leads from ads, we get next to none now.
Do you make websites with online booking? I have filled in the brief on your page.
Hello, we are interested in social media on a small but steady budget.
I read your article in the newsletter. Let's talk about a steady flow of leads.
Good afternoon! We spend a lot on ads and get few leads. Could you take a look?
We need a landing page before the season, two months from now. Is that enough time?
Hello. We want to renew our brand and the website with it. Where do we start?
You made a website for people we know. We want the same, with a catalogue.
Good evening, please send your prices and some examples.
We are opening a second shop and need promotion in the area. The brief is on its way.
Our contractor has vanished and the website has been down for two weeks. Can you help?
Good morning! What does promotion cost if all our clients are from our own town?
Hello, we have moved, and calls from the maps have stopped. Could you find out why?
We want to know why people call from the website and do not buy. You review, we fill in the brief.
Hello. Our season is three months away and there is no page for it. Can you make one?
Hi! Our competitors are everywhere and we are nowhere. What would you do first?
Your client told me to write. We need a steady flow: now it is feast or famine.
Good afternoon! Our site-builder site is too small for the business by now. Time to redo it.
Hello. We are starting a new line and need a page and ads for it.
""")

NOTES = {
    "message": MESSAGES,
    "answer": lines("""
Hello! Thank you for writing. I have sent you a short brief: eight questions, about ten minutes.
Good afternoon! Yes, we do. Please fill in the brief and we will arrange a call.
Hello! Tell us about the task and the dates in the brief, a manager will call you tomorrow morning.
Thank you for getting in touch! The brief is behind the link; after it we will offer two or three ways.
"""),
    "more": lines("""
And roughly what would it cost?
The dates matter: we need it by the end of the quarter.
Could we pay in parts?
I have seen the examples and like them. I will fill in the brief today.
And who would lead the project? Whom do we call?
Do you write the texts and take the photos, or do we?
Please send the contract early, our lawyer will read it.
What can you do within the first month?
"""),
    "brief": lines("""
The brief is filled in: the task is clear, the budget is there, the director decides.
Filled in together on the phone. No firm budget yet, ask on the call.
They sent the brief and the old designs. Leads matter more than looks.
Everything is answered but the dates. Talk about the dates.
"""),
    "call": lines("""
We talked for 25 minutes. The flow of leads hurts: 40 a month before, 12 now. They expect our review by Thursday.
Had a call. Two people decide, husband and wife; the second one joins next time.
They compare us with another studio. Dates matter, and who will run the project.
Talked about the scope and the order of prices. The sum was no shock; they asked to pay in parts.
Short and to the point: they need online booking and payment on the site.
Showed two similar projects. They want a quote without the brand identity.
Talked to the director and the marketing lead. What matters is not to miss the season.
They tried ads themselves and burnt the budget. They are careful and ask about dates.
They want to start small. We agreed on the first part of the work.
Forty minutes: their last contractor showed no figures. We will show a sample report.
Named the sum, no objections. They ask to start on the first of the month.
The founders decide and meet next week. They asked for one page, no more.
"""),
    "recording": lines("""
Recorded an 18-minute review: what the website loses, and three steps to mend it.
Sent the recording with a plan for half a year. They promised to watch it by Friday.
The plan is in the recording, the figures in a sheet. The link went by mail and by messenger.
Twelve minutes: what there is, what hinders, what we do by month. The conclusion comes first.
Recorded the screen with a review of the ads. The client answered: “at last I understand it”.
The recording is out, with three options for dates and money at the end.
"""),
    "unrecorded": lines("""
No time to record, sent the strategy by mail.
Sent the strategy as a file, the recording will come later.
A review without a video: too many deals at once.
Sent the old strategy template, not reworked for this client.
No video, I told them the strategy in two paragraphs.
"""),
    "exception_asked": lines("""
The client flies out tomorrow, there is no time to record. I showed the strategy on the call. Please let it go on.
The director wants the contract today, we went through the strategy at their office. May we go without the recording?
"""),
    "exception": lines("""
Let it go on: a client of many years, the recording follows.
This once: they saw the strategy on the call and will not wait a week.
"""),
    "silent": lines("""
Called twice, no answer. Wrote by messenger: read, no reply.
They opened the letter with the strategy and have said nothing for two weeks.
No answer. Reminded them of us, waiting until the end of the week.
They decline calls and do not answer letters.
They promised to come back on Monday. Monday has passed.
"""),
    "meeting": lines("""
Daily meeting: the deal stands beyond its norm. We call today instead of writing.
Daily meeting: ask straight who decides, and when.
Talked it over this morning. Give the client two options, not one.
Daily meeting: do not wait for the contract, offer a call with their lawyer.
This morning: show a similar project and name a date.
Daily meeting: if they are silent until Friday, the head of sales calls.
Daily meeting: an important client, we watch the strategy together before it goes out.
"""),
    "owner_looks": lines("""
Listened to the call: good questions, the sum came too early. Let us talk.
Looked at the card. No date from the client, please ask today.
The recording is excellent, take it as an example.
Why did the invoice go out two days after the contract? We send it the same day.
Looked through the week's deals. Step by step here, keep it so.
"""),
    "control_lost": lines("""
No daily meetings for now: everybody is busy with projects. Please watch the deals yourselves.
"""),
    "control_back": lines("""
Daily meetings are back from Monday. The months without control gave us the lowest income on record.
"""),
    "renewed": lines("""
Looked at the figures of a year: we lose at the strategy. New order: first the call, then a recorded strategy.
"""),
    "audit_offer": lines("""
Offered to begin with the audit: inexpensive, and it shows what to mend.
They hesitate about the sum, we agreed on the audit.
"""),
    "audit_paid": lines("""
The audit is paid, it counts towards the project.
Audit paid, we show the results on the call.
"""),
    "missed": lines("""
Hello! What does a website for lunch delivery cost, and how long do you need?
Hi, I wrote on Monday about a delivery website. Do you still take projects?
This is my third letter. We are ready to start this month, please answer something.
"""),
    "offer": lines("""
The offer is in their mail: work by stages, six weeks.
Sent two options, the main one and a lighter one.
"""),
    "contract_sent": lines("""
The contract is in their mail, their lawyer is reading it.
The contract is out, asked for an answer by the end of the week.
"""),
    "contract": lines("""
Signed; the scan is in the mail, the original comes by post.
Signed without changes.
Signed with a change of dates: seven weeks instead of six.
"""),
    "invoice": lines("""
Invoice sent to their bookkeeper, a copy to the director.
Invoice for the whole sum, they pay on the next payment day.
"""),
    "payment": lines("""
Bank slip from their bookkeeper.
Arrived on our account, checked against the statement.
"""),
    "prepayment": lines("First part by the contract, the rest in two weeks."),
    "remainder": lines("Second part, now everything is paid."),
    "refund": lines("Part of the work was dropped: they gave up the ads, we returned their price."),
    "void": lines("That was a payment for another contract, I entered it here by mistake."),
    "handover_offer": lines("""
Brief, contract and call are on the card. The director leads the project on their side, best in the morning.
Everything is on the card. The client expects the work chat by noon tomorrow.
"""),
    "handover_accept": lines("""
Taken over, the chat with the client is open.
I take it. The first meeting with the client is set.
"""),
    "handover_return": lines("No access to the domain and the ad account, we can't start without them."),
    "handover_again": lines("The accesses are here, they are on the card. You can start."),
    "return": lines("""
The client changed the scope, we quote again.
A second decision maker appeared, back to the talk.
A mistake in the brief: there are two websites, not one.
"""),
    "note": lines("""
The client is on holiday until Monday.
They asked to write by mail only, they don't take calls.
Their bookkeeper called: an act is needed by the end of the month.
There is a second project in spring, come back to it in February.
They have a new director, we get to know each other again.
They came back themselves and asked about paying in parts.
They ask not to write in the chat after seven.
Another legal entity will pay, they will send its details.
The director likes it, the marketing lead picks holes. We work with both.
They sent photos and texts, some have to be taken again.
"""),
    "early": lines("No brief yet, but he is in a hurry: opened a deal at once."),
    "consultation": lines("""
How do I connect a card reader to our website? That is all I need.
Which site builder would you pick for a small blog?
Why do letters from our domain end up in spam?
"""),
    "consultation_answer": lines("""
Hello! It takes five minutes in the shop's settings, I have sent you the steps. Write if you get stuck.
Hi! Any free one will do for a blog, just use your own domain. Good luck with the first post!
Hello! Check your SPF and DKIM records, here is a short guide. Come back if it doesn't help.
"""),
    "consultation_close": lines("Answered the question, they said thank you. There was nothing to sell."),
    "vacancy": lines("Hello, are you looking for a designer? My portfolio is attached."),
    "supplier": lines("We offer stationery and water for your office at a discount."),
    "spam": lines("Top of the search results in three days!!!"),
    "reopen": lines("They came back: it did not work out with the other studio."),
    "next_brief_filled": lines("""
Remind about the brief
Ask how the brief is going
Help with the brief on the phone
"""),
    "next_call_logged": lines("""
Call about the brief
Call with the director
Ring back and agree on a time
Prepare the questions and call
Show a similar project
"""),
    "next_recording_sent": lines("""
Record the review and send it
Ask whether they watched the recording
Prepare the plan
Record the video and send the link
Call about the strategy
Finish the estimate for the strategy
"""),
    "next_offer_sent": lines("Send the offer"),
    "next_contract_sent": lines("Send the contract"),
    "next_contract_signed": lines("""
Ask about the contract
Call their lawyer
Remind about the contract
"""),
    "next_invoice_sent": lines("""
Issue the invoice
Ask for their details and issue the invoice
"""),
    "next_paid": lines("""
Check the payment
Remind about the payment
Ask the bookkeeper about the payment
"""),
    "next_handover": lines("""
Collect the accesses and hand the project over
Hand the project over to the curator
"""),
    "next": lines("""
Call the client
Write and ask how things are
Arrange a meeting
"""),
    "field_goal": lines("""
Leads every day, not in waves
Bookings on the website instead of calls
A website we are not ashamed of
Reach wholesale buyers
Fill the weekdays
"""),
    "field_deadline": lines("""
by the end of the quarter
before the season
in two months
the sooner the better
"""),
}

SPEECH = Speech(
    language="en",
    staff={
        "owner": "Vera Moon",
        "head": "Andrew Vane",
        "manager": "Olga Perch",
        "other_manager": "Tim Garrow",
        "support": "Daisy Linden",
        "curator": "Peter Kite",
        "accountant": "Nina Coates",
    },
    women=tuple(
        "Anna Mary Helen Irene Claire Natalie Rachel Dora Pauline Julia Grace Vera Alice Tess"
        " Olivia Laura Sophie Nadia Jane Margaret".split()
    ),
    men=tuple(
        "Simon Paul Daniel Owen Max Roman Anthony Cyril Oliver Russell Victor Glen Arthur Dennis"
        " Theo Timothy George Adrian Leo Hugh".split()
    ),
    surnames=tuple(
        (name, name)
        for name in (
            "Eagleton Marsh Mole Squires Horne Winter Ashby Ploughman Pawson Gosling Wingate Stitch Mossman"
            " Heathcote Ruffe Guelder Finch Nosworthy Squire Birch Siskin Larkin Greyson Hardy Fenn Crest Bloom Pike"
            " Averill Beaver Whirl Dove Woodpecker Ellis Heath Teague Elms Carp Elk Mallory Norwood Oates Baker Rowan"
            " Gardner Mistry Overton Owlett Hillier Wonder Awls Judd Appleyard Spindle Willow Pease Oakes Rivers"
            " Maples Forrest Miller Bass Skidmore"
        ).split()
    ),
    posts=lines("""
director
owner
marketing lead
manager
administrator
commercial director
"""),
    phone="+1 {3}-555-01{2:02}",
    clients=CLIENTS,
    trades=TRADES,
    names=NAMES,
    named="{name} {trade}",
    offers={
        "landing": ("landing", "one-page", "audit"),
        "social": ("social", "newsletter"),
        "ads": (" ads", "ads ", "ads,", "leads", "campaign", "ad set-up"),
    },
    wishes=lines("""
One-page website
Ad audit
Landing page for an expert
Social ads
Ad set-up
Newsletter and funnel
A year of website care
"""),
    notes=NOTES,
    lost={
        "price": lines("""
They said it is too much: they expected half of it.
Compared us with a freelancer and went with them.
"""),
        "silence": lines("""
No answer for three weeks, they decline calls.
Vanished after the plan, no answer to letters.
"""),
        "terms": lines("The contract did not suit them: they wanted to pay by result."),
        "cannot_pay": lines("They could not pay: they needed a way to pay that we don't have."),
        "rival": lines("""
Chose another studio: it had an example from their own trade.
Went to those who answered sooner.
"""),
        "postponed": lines("Put off until spring, no money this quarter."),
        "": lines("""
We did not come together.
They decided to do it themselves.
"""),
    },
    contract="C-{}",
    invoice="I-{}",
    slip="Payment order {}.pdf",
)

"""Trades and names in English, out of which the many companies of two years are put together; all are invented."""

from voronka.demo.speech import lines, trades

TRADES = trades("""
Bakery | bread, pies, breakfasts | Website with cake orders; Social media; Landing page for pie delivery
Coffee | coffee and desserts | Social media; Ads for the new shop; Website with a menu
Dental | treatment and implants | Ads for implants; Practice website; Landing page for veneers
Garage | repairs and checks | Website with booking; Ads for tyre changes; Landing page for body repairs
Vets | consultations and a ward | Ads and maps; Website with booking; Social media
Joinery | furniture to measure | Website with examples; Ads for kitchens; Landing page for wardrobes
Language School | courses for all ages | Landing page for enrolment; Ads for the summer camp; Social media
Dance School | classes from age three | Ads for enrolment; Landing page for adult classes; Social media
Law | disputes and contracts | Search ads; Website with case stories; Landing page for insolvency
Bookkeeping | accounts for small firms | Landing page for sole traders; Search ads; Website with quotes
Beauty | hair, nails, care | Social media; Website with booking; Ads for new stylists
Barbers | cuts and shaves | Ads in the neighbourhood; Website with booking; Social media
Fitness | gym and classes | Campaign for newcomers; Ads for memberships; Landing page for a trial class
Yoga | yoga and stretching | Social ads; Landing page for a retreat; Website with a timetable
Children's Centre | activities for children | Ads for new groups; Website with a timetable; Social media
Driving School | cars and motorcycles | Landing page for enrolment; Search ads; Social media
Lodges | cabins and a sauna | Website with booking; Ads for weekend stays; Social media
Guest House | six rooms by the water | Website with booking; Landing page for company outings; Ads for the season
Estates | flats and plots | Ads for new homes; Landing page for mortgages; Website with a catalogue
Builders | homes from start to end | Website with projects; Ads for timber houses; Landing page for extensions
Roofing | roofs and gutters | Leads from search; Landing page for roof repairs; Website with quotes
Windows | windows and balconies | Ads for balcony glazing; Website with a calculator; Landing page for cottages
Cleaning | homes and offices | Leads from search; Website with quotes; Landing page for offices
Removals | removals and delivery | Website with quotes; Ads for removals; Landing page for office moves
Print | short-run printing | Website with quotes; Ads for calendars; Wholesale catalogue
Tailors | making and mending | Social media; Website with prices; Ads for school uniforms
Flowers | bouquets and delivery | Website with delivery; Ads for the holidays; Social media
Nursery | young trees and seedlings | Online shop for seedlings; Ads for the season; Social media
Dairy | cheese of their own | Online cheese shop; Social media; Landing page for gift boxes
Apiary | honey and gift sets | Online honey shop; Ads for the holidays; Social media
Wholesale | household goods | Wholesale catalogue; Catalogue with stock; Ads for buyers
Fasteners | bolts and screws, wholesale | Wholesale catalogue; Company website; Search ads
Ventilation | air and cooling | Ads for cooling; Company website; Landing page for server rooms
Testing Lab | electrical testing | Company website; Search ads; Landing page for property managers
Security | alarms and guards | Company website; Landing page for shops; Search ads
Training | safety and trades | Ads for courses; Website with a timetable; Landing page for welders
Photo Studio | rooms and shoots | Website with a calendar; Social media; Landing page for family shoots
Weddings | weddings and jubilees | Social ads; Website with a portfolio; Landing page for outdoor ceremonies
Museum | exhibitions and a shop | Museum website; Social media; Ads for the exhibition
Theatre | a private theatre of a hundred seats | Website with a playbill; Ads for the opening night; Social media
Medical Centre | doctors and tests | Website with booking; Ads for blood tests; Landing page for check-ups
Massage | massage and exercise | Landing page for clients; Social media; Ads in the neighbourhood
Tools | sale and hire | Online tool shop; Ads for tool hire; Website with prices
Outdoor Hire | skis, tents, boats | Seasonal ads; Website with booking; Social media
""")

NAMES = lines("""
Warm Corner
White Crow
Third Bell
Copper Penny
Green Light
Old Bridge
Seven Miles
Spare Ticket
Full Ahead
Quiet Hour
Ginger Cat
Cat & Compass
Blue Wren
New Day
First Snow
Clear Noon
Tough Nut
Moonlit Garden
Two Shores
Three Poplars
Four Winds
Five Lanes
Good Neighbour
Honest Yard
Red Thread
Golden Mean
Salt & Pepper
Dark Rye
White Sail
North Slope
South Court
West Bank
River Landing
Upper Ward
Lower Mill
Far Lodge
Winter Court
Spring Street
Summer Tea
Autumn Mile
Granny's Chest
Grandpa's Clock
Father's Bench
Mother's Recipe
Sister Spoon
Brother Nail
Basket
Spindle
Thimble
Penny Jar
Birdhouse
Rowan & Finch
Crane in Hand
Titmouse
Snipe
Perch
Hedgehog & Fox
Beaver Dam
Hare's Path
Bear's Corner
Elk Wood
Oak Grove
Lime Walk
Maple & Dot
Rowan Edge
Juniper
Thyme
Mint & Lime
Wild Rose
Bilberry Day
Cranberry
Chestnut
Cedar Cone
Amber Bay
Granite Shore
Quartz
Brass & Copper
Iron Pot
Silver Key
Steel Temper
Straight Seam
True Angle
Plain Line
Round Table
Square & Circle
New Height
True Course
Fair Wind
Anchor
Hill Lighthouse
Map & Needle
Fourth Quay
Fifth Wheel
Sixth Violin
Eighth Note
Ninth Ripple
Bright Sparrow
Slow Kettle
Paper Moon
Tin Roof
""")

"""The lists in docs/reference say what the code does."""

import re

import reference

from tests.house.tree import ROOT, told


def test_the_reference_is_what_the_code_says() -> None:
    wrong = reference.differences()
    assert not wrong, told([f"{name}: `make docs` writes it anew" for name in wrong])


def test_no_link_of_the_documents_leads_nowhere() -> None:
    wrong = []
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/README.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                wrong.append(f"{path.relative_to(ROOT)}: {target}")
    assert not wrong, told(wrong)


def test_the_manual_has_the_same_pages_in_both_languages() -> None:
    pages = {
        language: {path.name for path in ROOT.glob(f"docs/guide/{language}/*.md")}
        for language in ("ru", "en")
    }
    assert pages["ru"] == pages["en"]

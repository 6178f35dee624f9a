"""Every format is read back by a reader of that format, or held against its standard."""

from __future__ import annotations

import csv
import json
import warnings
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO

import pytest
from cited import TEXT, utterance

from onrecord import settings
from onrecord.record.bibliography import as_csl, key_of
from onrecord.record.cite import (
    BY_USER,
    Citation,
    as_html,
    as_markdown,
    as_plain_text,
    citation_of,
    words_of,
)
from onrecord.record.export import COLUMNS, FORMATS, row_of
from onrecord.record.linked_data import as_annotations, as_schema_org

WORDS = "The strait is our shortest bridge, […] We pretended it was a wall, & more."
FRAGMENT = (
    "https://lantern.example/2026/ferry?a=1&b=2#:~:text=The%20strait%20is%20our%20shortest%20bridge"
    "&text=We%20pretended%20it%20was%20a%20wall%2C%20%26%20more"
)


@pytest.fixture
def citation():
    return citation_of(utterance())


def test_a_citation_has_all_of_its_source(citation):
    assert words_of(citation.stretches) == WORDS
    assert citation.fragment == FRAGMENT
    assert citation.method == "On Record 1/patterns"
    assert [TEXT[slice(*each.span)] for each in citation.passages] == list(citation.stretches)
    assert citation.passages[0].prefix.endswith("again.\n\n")


def test_a_corrected_speaker_is_the_users(citation):
    assert citation_of(utterance(corrected=True)).method == BY_USER


def test_markdown_names_everything_and_escapes_it(citation):
    assert as_markdown(citation) == (
        "> “The strait is our shortest bridge, […] We pretended it was a wall, &amp; more.”\n>\n"
        "> — Anselm Korvath, in [Ferry: 100% of it\\_ {back} &amp; \\\\ \\[soon\\]]"
        f"(<{FRAGMENT}>), by Ferenc Adeyemi-Holt and agencies, The Lantern, 2026-03-02"
        " (accessed 2026-03-02 12:00 UTC; speaker found by On Record 1/patterns, confidence 0.91)\n"
    )


def test_markdown_is_no_markup_of_the_press():
    text = "“<script>*run*</script> `now`”"
    shown = as_markdown(citation_of(utterance(text, text=text)))
    assert shown.startswith("> “\\<script\\>\\*run\\*\\</script\\> \\`now\\`”\n")


def test_plain_text_ends_in_the_address(citation):
    lines = as_plain_text(citation).splitlines()
    assert lines[0] == f"“{WORDS}”"
    assert lines[-1] == FRAGMENT


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_html_cites_its_source(citation):
    parser = _Tags()
    parser.feed(as_html(citation))
    tags = dict(parser.seen)
    assert tags["blockquote"] == {"cite": FRAGMENT, "lang": "en"}
    assert tags["a"]["href"] == FRAGMENT
    assert f"“{WORDS}”" in parser.text
    assert "Ferry: 100% of it_ {back} & \\ [soon]" in parser.text


def test_html_is_no_markup_of_the_press():
    text = "“<script>1</script>”"
    shown = as_html(citation_of(utterance(text, text=text, title="<b>", url='https://a/"><i>')))
    parser = _Tags()
    parser.feed(shown)
    assert {tag for tag, _ in parser.seen} == {
        "figure", "blockquote", "p", "figcaption", "a", "cite",
    }  # fmt: skip


def test_csv_is_read_back(citation):
    _, write = FORMATS["csv"]
    rows = list(csv.DictReader(StringIO(write([citation]))))
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["words"] == WORDS
    assert json.loads(rows[0]["spans"]) == [list(each.span) for each in citation.passages]
    assert rows[0]["confidence"] == "0.91"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(citation, cell):
    _, write = FORMATS["csv"]
    (row,) = csv.DictReader(StringIO(write([replace(citation, speaker=cell, title=cell)])))
    assert row["speaker"] == row["headline"] == f"'{cell}"


def test_json_and_json_lines_hold_the_same_rows(citation):
    rows = json.loads(FORMATS["json"][1]([citation, citation]))
    lines = [json.loads(line) for line in FORMATS["jsonl"][1]([citation, citation]).splitlines()]
    assert rows == lines == [row_of(citation)] * 2
    assert tuple(rows[0]) == COLUMNS


def test_bibtex_is_read_by_a_bibtex_parser(citation):
    import bibtexparser

    other = replace(citation, quotation_ids=(99,), speaker="", byline="", published=None)
    library = bibtexparser.parse_string(FORMATS["bibtex"][1]([citation, other]))
    assert not library.failed_blocks
    entry, second = library.entries
    assert (entry.entry_type, entry.key) == ("misc", "korvath2026-7")
    assert entry["title"] == r"{Ferry: 100\% of it\_ \{back\} \& \textbackslash{} [soon]}"
    assert entry["author"] == "{Ferenc Adeyemi-Holt and agencies}"
    assert entry["url"] == FRAGMENT
    assert entry["urldate"] == "2026-03-02"
    assert entry["note"].startswith("Anselm Korvath: “The strait")
    assert "0.91" in entry["annote"]
    assert second.key == "lantern-99"
    assert "author" not in second


def test_csl_is_read_by_a_csl_processor(citation):
    with warnings.catch_warnings():
        # The processor reports what it does not know, such as "custom", as warnings.
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation as Cited,
        )
        from citeproc import (
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON(as_csl([citation]))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Cited([CitationItem(key_of(citation))]))
        (shown,) = [str(item) for item in bibliography.bibliography()]
    assert "Ferenc Adeyemi-Holt and agencies" in shown
    assert "The Lantern" in shown
    assert "2026" in shown
    assert "Ferry: 100%" in shown


DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer"},
            },
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
CSL = {
    # The variables of the CSL specification (Appendix IV) that an export has.
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": ["article-newspaper"]},
            "title": {"type": "string"},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "additionalProperties": False,
                },
            },
            "container-title": {"type": "string"},
            "issued": DATE,
            "accessed": DATE,
            "URL": {"type": "string"},
            "language": {"type": "string"},
            "note": {"type": "string"},
            "custom": {"type": "object"},
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
ANNOTATION = {
    # What the Web Annotation Data Model says MUST be: sections 3.1, 3.2, 4, 4.2.4, 4.2.5, 4.3.2.
    "type": "object",
    "required": ["@context", "type", "items"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "target"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z]+:"},
                    "type": {"const": "Annotation"},
                    "motivation": {"const": "highlighting"},
                    "body": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                {
                                    "properties": {
                                        "type": {"const": "TextualBody"},
                                        "value": {"type": "string"},
                                        "purpose": {"enum": ["describing", "tagging"]},
                                    },
                                    "required": ["type", "value"],
                                },
                                {
                                    "properties": {
                                        "type": {"const": "SpecificResource"},
                                        "source": {"type": "object", "required": ["id"]},
                                    },
                                    "required": ["type", "source"],
                                },
                            ]
                        },
                    },
                    "target": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["source", "selector"],
                            "properties": {
                                "source": {"type": "string", "pattern": "^[a-z]+:"},
                                "state": {
                                    "properties": {
                                        "type": {"const": "TimeState"},
                                        "sourceDate": {
                                            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
                                        },
                                    },
                                    "required": ["type", "sourceDate"],
                                },
                                "selector": {
                                    "type": "array",
                                    "prefixItems": [
                                        {
                                            "properties": {
                                                "type": {"const": "TextQuoteSelector"},
                                                "exact": {"type": "string"},
                                                "prefix": {"type": "string"},
                                                "suffix": {"type": "string"},
                                            },
                                            "required": ["type", "exact", "prefix", "suffix"],
                                            "additionalProperties": False,
                                        },
                                        {
                                            "properties": {
                                                "type": {"const": "TextPositionSelector"},
                                                "start": {"type": "integer", "minimum": 0},
                                                "end": {"type": "integer", "minimum": 0},
                                            },
                                            "required": ["type", "start", "end"],
                                            "additionalProperties": False,
                                        },
                                    ],
                                    "items": False,
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize(
    ("schema", "made"),
    [(CSL, as_csl), (ANNOTATION, as_annotations)],
    ids=["CSL-JSON", "Web Annotation"],
)
def test_json_fits_its_standard(citation, schema, made):
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(json.dumps(made([citation, citation]))))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"type": "Annotation"})


def test_annotations_select_the_words_in_two_ways(citation):
    (annotation,) = as_annotations([citation])["items"]
    for target, stretch in zip(annotation["target"], citation.stretches, strict=True):
        quote, position = target["selector"]
        text = TEXT[position["start"] : position["end"]]
        assert text == quote["exact"] == stretch
        around = quote["prefix"] + text + quote["suffix"]
        assert TEXT.count(around) == 1


def test_schema_org_has_speaker_article_and_attribution(citation):
    (quotation,) = as_schema_org([citation])["@graph"]
    assert quotation["spokenByCharacter"] == {"@type": "Person", "name": "Anselm Korvath"}
    assert quotation["isPartOf"]["headline"] == citation.title
    assert quotation["isPartOf"]["datePublished"] == "2026-03-02"
    assert quotation["text"] == WORDS
    assert {each["name"]: each["value"] for each in quotation["additionalProperty"]} == {
        "accessed": "2026-03-02T12:00:05Z",
        "confidence of attribution": 0.91,
        "method of attribution": "On Record 1/patterns",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_a_citation_of_which_little_is_known(name):
    suffix, write = FORMATS[name]
    written = write([Citation(("“One.”",), "", "Title", "The Lantern", "", None)])
    assert "One." in written
    assert suffix.startswith(".")


def test_the_settings_and_the_command_line_know_every_format():
    assert tuple(FORMATS) == settings.FORMATS

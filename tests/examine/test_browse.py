"""The lake browser: every link leads somewhere, every value to its page; nothing of a lake becomes markup; nobody else
gets in."""

from __future__ import annotations

import html
import http.client
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from extractor.errors import InputError, UsageError
from extractor.examine.browse.chart import Point, chart, outliers
from extractor.examine.browse.lake import figure_tables
from extractor.examine.browse.markup import Html, Words, address, all_words, amount, tag
from extractor.examine.browse.site import POLICY, Browser
from extractor.examine.server import Request, make_server
from extractor.model import Box, DocumentType, Proof
from extractor.write import open_lake, pack
from tests.examine.serving import served
from tests.extractions import extraction, fact, filing

pytestmark = pytest.mark.xdist_group("examine")
HOSTILE = "<script>alert(\"1\")</script>\x1b[31m & 'x'"


@pytest.fixture(scope="module")
def site(lake: Path, samples: Path) -> Browser:
    return Browser(str(lake), [samples])


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Three filings of one company: years 2020 and 2021, of which the second restates an amount of the first, and an
    amendment; labels and names are hostile."""
    lake = open_lake(str(tmp_path / "lake"))
    lake.prepare()
    for number, (year, figures) in enumerate(
        (
            (2020, {date(2019, 3, 31): "100", date(2020, 3, 31): "110"}),
            (2021, {date(2020, 3, 31): "111", date(2021, 3, 31): "120"}),
            (2021, {date(2020, 3, 31): "111", date(2021, 3, 31): "121"}),
        )
    ):
        facts = tuple(
            fact(
                1,
                Decimal(text) * 1000,
                label=HOSTILE,
                item="assets",
                period_end=end,
                column=column,
                reported_scale=1000,
                proof=Proof.UNPROVED if text == "111" else Proof.PROVED,
            )
            for column, (end, text) in enumerate(figures.items())
        )
        of = filing(str(number) * 16, f"{number}-{HOSTILE[:8]}.pdf", fiscal_year=year, amends=number == 2)
        made = extraction(of, facts)
        lake.commit(pack(made, str(number) * 64), (of.source_file,), {})
    return tmp_path / "lake"


def get(site: Browser, url: str, language: str = "en") -> tuple[int, str]:
    parts = urlsplit(url)
    answer = site.get(Request(parts.path, dict(parse_qsl(parts.query)), language))
    assert answer is not None
    assert answer.policy == POLICY
    return int(answer.status), answer.body.decode()


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)]


def company(site: Browser, name: str = "東西工業株式会社") -> str:
    return next(key for key, found in site.view.companies.items() if found.name == name)


def test_every_link_leads_somewhere(site: Browser) -> None:
    """Of each kind of address the first ones."""
    seen, waiting, kinds = {"/"}, ["/"], {}
    while waiting:
        url = waiting.pop(0)
        if url == "/style.css" or url.endswith("/view"):
            continue
        status, page = get(site, url)
        assert status == 200, url
        for link in links(page):
            kind = re.sub(r"[0-9a-f]{16}|\d+", "N", urlsplit(link).path), "line" in link, "sheet" in link
            kinds[kind] = kinds.get(kind, 0) + 1
            if link not in seen and kinds[kind] <= 4:
                seen.add(link)
                waiting.append(link)
    assert len(seen) > 40


def test_a_value_leads_to_its_box_and_its_checks(site: Browser) -> None:
    filed = next(f for f in site.view.filings.values() if f.file.endswith(".pdf"))
    row = next(r for r in site.view.rows(filed.filing_id, "balance_sheet") if r["item"] == "assets")
    _, page = get(site, address("filing", filed.filing_id, "table", "balance_sheet", sheet=row["sheet"]))
    link = next(link for link in links(page) if f"line={row['line']}&" in link and "column=0" in link)
    status, page = get(site, link)
    assert status == 200
    assert 'id="here"' in page
    assert row["label"] in page
    assert "check holds" in page


def test_statements_side_by_side_with_restatements_marked(two: Path) -> None:
    site = Browser(str(two), [])
    status, page = get(site, address("over-time", company(site), "balance_sheet"))
    assert status == 200
    heads = re.findall(r'<th colspan="(\d)" scope="colgroup">([^<]+)', page)
    assert heads == [("2", "2021-03-31"), ("3", "2020-03-31"), ("1", "2019-03-31")]
    assert page.count('class="n restated"') == 5  # the amendment's and the original's, the two later ones and the first
    assert "Another filing prints another figure for this period: 110,000 (2020 FY" in page
    _, page = get(site, address("over-time", company(site), "balance_sheet", line="assets"))
    assert 'class="chart"' in page
    assert page.count('class="dot hollow"') == 1


def test_nothing_of_a_lake_becomes_markup(two: Path) -> None:
    site = Browser(str(two), [])
    urls = ["/", "/proof", address("search", q=HOSTILE), address("figures", statement="balance_sheet", item="assets")]
    urls += [address("company", company(site)), address("filing", "0" * 16), address("filing", "0" * 16, "page", 3)]
    urls += [address("filing", "0" * 16, "table", name) for name in ("balance_sheet", "unmapped", "ledger")]
    urls += [address("over-time", company(site), "balance_sheet"), address(HOSTILE), address("filing", HOSTILE)]
    for url in urls:
        _, page = get(site, url)
        assert "<script" not in page, url
        assert "\x1b" not in page, url
        assert not re.search(r'style="|\son\w+="|javascript:', page), url


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/nothing", 404),
        ("/company/nobody", 400),
        ("/filing/ffff", 400),
        ("/filing/ffff/page/1", 400),
        ("/over-time/nobody/balance_sheet", 400),
        ("/figures", 400),
        ("/figures?statement=filings&item=x", 400),
        ("/figures?statement=balance_sheet;drop&item=x", 400),
        ("/proof?first=x", 400),
        ("/search", 200),
        ("/search?q=zzzz", 200),
    ],
)
def test_odd_addresses_are_answered(site: Browser, url: str, status: int) -> None:
    answered, page = get(site, url)
    assert answered == status
    assert "<h1>" in page


def test_a_page_that_the_filing_does_not_have(site: Browser) -> None:
    filing_id = next(iter(site.view.filings))
    assert get(site, address("filing", filing_id, "page", 9999))[0] == 400
    assert get(site, address("filing", filing_id, "table", "no_table"))[0] == 400
    assert get(site, address("filing", filing_id, "table", "balance_sheet", sheet=99))[0] == 200


def test_without_the_file_the_page_is_set_from_the_lake(lake: Path, tmp_path: Path) -> None:
    site = Browser(str(lake), [tmp_path])
    filed = next(f for f in site.view.filings.values() if f.file.endswith(".pdf"))
    row = site.view.rows(filed.filing_id, "balance_sheet")[0]
    status, page = get(site, address("filing", filed.filing_id, "page", row["page"]))
    assert status == 200
    assert "--source FOLDER" in page
    assert row["reported_text"] in page


def test_search_knows_no_width_and_no_case(site: Browser) -> None:
    for asked in ("ＡＳＳＥＴＳ", "現金及び 預金", "インターネットイニシアティブ"):
        _, page = get(site, address("search", q=asked))
        assert len(links(page)) > 5, asked  # those of the frame are five


def test_both_languages_have_all_words(site: Browser) -> None:
    assert all_words()["ja"].keys() >= all_words()["en"].keys() - {"checks"}
    assert "会社" in get(site, "/", "ja")[1]
    assert Words("ja")("more", number=3) == "ほか 3 件：検索してください"


def test_tables_of_figures_are_found_by_their_contracts() -> None:
    tables = figure_tables()
    assert {"balance_sheet", "financial_summary"} <= tables.keys()
    assert not {"findings", "checks", "ledger", "unmapped"} & tables.keys()
    assert tables["balance_sheet"].follows


def test_two_figures_of_one_cell_are_both_shown(tmp_path: Path) -> None:
    lake = open_lake(str(tmp_path))
    lake.prepare()
    below = Box(300.5, 120.0, 360.0, 130.0)
    facts = (fact(1, Decimal(4452)), fact(1, Decimal(3490), box=below))
    lake.commit(pack(extraction(filing(), facts), "a" * 64), ("a.pdf",), {})
    site = Browser(str(tmp_path), [])
    (filing_id,) = site.view.filings
    _, page = get(site, address("filing", filing_id, "table", "balance_sheet"))
    assert "4,452" in page
    assert "3,490" in page
    second = next(link for link in links(page) if "y=120" in link)
    assert "<strong>3,490" in get(site, second)[1]


def test_a_commit_is_seen(two: Path) -> None:
    site = Browser(str(two), [])
    assert len(site.view.filings) == 3
    lake = open_lake(str(two))
    lake.prepare()
    of = filing("9" * 16, "new.pdf", company_name="別会社", securities_code="9876", edinet_code=None)
    lake.commit(pack(extraction(of, (fact(1),)), "9" * 64), (of.source_file,), {})
    assert "別会社" in get(site, "/")[1]
    lake.optimize()
    assert get(site, address("filing", "9" * 16, "table", "balance_sheet"))[0] == 200


def test_there_must_be_a_lake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no committed filing"):
        Browser(str(tmp_path / "none"), [])


def _point(year: int, value: str, proof: str = "proved") -> Point:
    return Point(None, date(year, 3, 31), Decimal(value), proof, "f.pdf", "/x")


def test_outliers_are_far_from_what_is_usual() -> None:
    steady = [_point(2015 + n, str(100 + n)) for n in range(6)]
    assert outliers(steady) == set()
    assert outliers([*steady, _point(2021, "106000")]) == {6}
    assert outliers([_point(2020, "1"), _point(2021, "1000")]) == set()  # two say nothing of what is usual
    losses = [_point(2015 + n, value) for n, value in enumerate(("50", "-20", "80", "-60", "10"))]
    assert outliers(losses) == set()


def test_a_chart_marks_outliers_and_doubts() -> None:
    points = [
        *(_point(2015 + n, "100") for n in range(5)),
        _point(2020, "9", "unproved"),
        _point(2021, "1", "contradicted"),
    ]
    drawn = chart(points, "a <b>", "thousand_yen", "outlier")
    assert drawn.count('class="ring"') == 2
    assert 'class="dot hollow"' in drawn
    assert 'class="dot bad"' in drawn
    assert "a &lt;b&gt;" in drawn


def test_markup_is_escaped_unless_made_here() -> None:
    made = tag("p", "<b>", Html("<i></i>"), None, class_='x"y', title=None, hidden=True)
    assert made == '<p class="x&quot;y" hidden>&lt;b&gt;<i></i></p>'
    assert address("a/b", q="x&y", none=None) == "/a%2Fb?q=x%26y"
    assert amount(Decimal("-1234.500")) == "-1,234.5"
    assert amount(Decimal("100.000")) == "100"


# ---------------------------------------------------------------- who gets in


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, None, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_only_who_holds_the_key_sees_anything(site: Browser) -> None:
    with served(site) as port:
        for path in ("/", "/style.css", "/proof", "/?token=guess", "/?token=", "/?token=%FF"):
            status, _, body = ask(port, path)
            assert status == 403, path
            assert b"Open the address" in body
        status, headers, body = ask(port, "/proof?" + urlencode({"token": site.token, "first": "0"}))
        assert (status, headers["Location"], body) == (303, "/proof?first=0", b"")
        cookie = headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite" in cookie
        key = {"Cookie": cookie.partition(";")[0]}
        status, headers, _ = ask(port, "/", **key)
        assert status == 200
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert ask(port, "/", Host=f"evil.example:{port}", **key)[0] == 403
        assert ask(port, "/", Origin="http://elsewhere.example", **key)[0] == 403
        assert ask(port, "/", Cookie=key["Cookie"][:-1] + "x")[0] == 403
        assert ask(port, "/", Cookie='extractor_=";;=')[0] == 403
        assert ask(port, "/", "POST", **key)[0] == 403
        assert ask(port, "/", "POST", **{"X-Review": site.token})[0] == 404
        assert ask(port, "//elsewhere.example/?token=" + site.token)[1]["Location"].startswith("/elsewhere")
        assert ask(port, "/?" + "&".join(f"a{n}=1" for n in range(99)), **key)[0] == 400


def test_a_port_that_is_taken_is_said(site: Browser) -> None:
    with served(site) as port, pytest.raises(UsageError, match=f"--port {port}: cannot be used"):
        make_server(site, port)


def test_the_choice_of_a_language_is_kept(site: Browser) -> None:
    with served(site) as port:
        key = ask(port, "/?token=" + site.token)[1]["Set-Cookie"].partition(";")[0]
        _, headers, body = ask(port, "/?language=ja", Cookie=key)
        assert '<html lang="ja">' in body.decode()
        both = f"{key}; {headers['Set-Cookie'].partition(';')[0]}"
        assert '<html lang="ja">' in ask(port, "/proof", Cookie=both)[2].decode()
        assert '<html lang="ja">' in ask(port, "/", Cookie=key, **{"Accept-Language": "ja-JP,ja"})[2].decode()


def test_a_picture_or_none(site: Browser) -> None:
    filed = next(f for f in site.view.filings.values() if f.file.endswith(".txt"))
    assert site.get(Request(address("picture", filed.filing_id, 1))) is None


def test_kinds_of_documents_have_words() -> None:
    assert {kind.value for kind in DocumentType} <= all_words()["en"].keys()

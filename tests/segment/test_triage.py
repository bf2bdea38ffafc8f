"""Which pages are worth a precise look."""

from __future__ import annotations

from extractor.segment.triage import blank_pages, candidate_pages

TABLE = (
    "（１）【中間貸借対照表】\n資産の部\n現金預け金 5,462 11,413\nコールローン 2,312 4,618\n資産の部合計 295,955 "
    "312,847"
)


def test_a_form_that_leads_with_dots_to_nothing_is_no_table_of_contents() -> None:
    blanks = "\n".join(f"○○株式会社他{k}社は新規設立等により、………………………………………。" for k in range(6))
    assert candidate_pages({1: f"{blanks}\n{TABLE}"}) == {1: "title"}


def test_a_table_of_contents_is_none() -> None:
    contents = "\n".join(f"（{k}）中間貸借対照表 …………………………… {k + 4}" for k in range(6))
    assert candidate_pages({1: contents}) == {}


def test_a_table_whose_narrow_heads_fill_most_lines_goes_on() -> None:
    heads = "\n".join(["当中間会計期間", *(["資本", "準備金"] * 14)])
    rows = "\n".join(f"項目{k} {k},100 {k},200" for k in range(1, 7))
    assert candidate_pages({1: TABLE, 2: f"{heads}\n{rows}"}) == {1: "title", 2: "continues"}


def test_prose_with_a_few_figures_does_not_go_on() -> None:
    prose = "\n".join(["当社グループの経営成績は", "次のとおりであります。"] * 14)
    rows = "\n".join(f"項目{k} {k},100 {k},200" for k in range(1, 7))
    assert candidate_pages({1: TABLE, 2: f"{prose}\n{rows}"}) == {1: "title"}


def test_a_page_that_begins_with_a_period_goes_on_whatever_its_footnotes_say() -> None:
    heads = "\n".join(
        ["当連結会計年度（自 2022年４月１日 至 2023年３月31日）", *(["資本", "準備金"] * 14), "注記は次のとおり。"]
    )
    rows = "\n".join(f"項目{k} {k},100 {k},200" for k in range(1, 7))
    assert candidate_pages({1: TABLE, 2: f"{heads}\n{rows}"}) == {1: "title", 2: "continues"}


def test_a_page_with_the_last_lines_below_its_unit_goes_on() -> None:
    heads = "\n".join(["（単位：千円）", "前中間会計期間", "（自 2018年４月１日", "至 2018年９月30日）"] * 3)
    last = "現金同等物の\nうち期首残高\n50,000 55,005\n現金同等物の\nうち期末残高\n75,834 81,342"
    assert candidate_pages({1: TABLE, 2: f"{heads}\n{last}"}) == {1: "title", 2: "continues"}
    notes = heads.replace("（単位：千円）", "（注）金額は千円である。")
    assert candidate_pages({1: TABLE, 2: f"{notes}\n{last}"}) == {1: "title"}


def test_a_wide_title_is_one() -> None:
    assert candidate_pages({1: TABLE.replace("中間貸借対照表", "中 間 貸 借 対 照 表")}) == {1: "title"}


def test_the_full_table_right_before_a_title_lost_its_own() -> None:
    balance = "\n".join(["2022年３月31日 2022年９月30日", "資産", *(f"項目{k} {k},100 {k},200" for k in range(1, 9))])
    assert candidate_pages({1: balance, 2: "", 3: TABLE}) == {1: "untitled", 3: "title"}
    prose = balance + "\n当社グループの業績は次のとおりであります。"
    assert candidate_pages({1: prose, 2: TABLE}) == {2: "title"}


def test_a_table_of_contents_right_before_a_title_is_no_statement() -> None:
    contents = "\n".join(
        ["○目次", "四半期連結包括利益計算書", *(f"（{k}）事項 …………………… {k + 4} {k}" for k in range(8))]
    )
    assert candidate_pages({1: contents, 2: TABLE}) == {2: "title"}


def test_a_page_with_a_running_head_alone_interrupts_no_table() -> None:
    head = "見本株式会社\n"
    rows = "\n".join(f"項目{k} {k},100 {k},200" for k in range(1, 7))
    pages = {1: "表紙", 2: head + TABLE + "\n- 1 -", 3: head + "- 2 -", 4: head + rows + "\n- 3 -"}
    assert candidate_pages(pages) == {2: "title", 4: "continues"}
    assert blank_pages(pages) == {3}
    pages[3] = head + "第５【監査報告書】\n- 2 -"  # near miss: a line of its own
    assert blank_pages(pages) == frozenset()


def test_figures_glued_to_their_labels_are_figures() -> None:
    rows = "\n".join(f"項目{k}{k}，１００{k}，２００" for k in range(1, 20))
    assert candidate_pages({1: TABLE, 2: rows}) == {1: "title", 2: "continues"}


def test_the_last_rows_below_heads_of_many_lines_go_on() -> None:
    heads = "前第\n３四半期連結累計期間\n自\n２０２２年４月１日\n至\n２０２２年１２月３１日\n" * 3
    rows = "親会社の所有者 471,371 297,786\n非支配持分 22,350 18,004\n"
    title = "（２）【要約四半期連結損益計算書】\n" + "売上高 1,000 2,000\n" * 9
    assert candidate_pages({1: title, 2: heads + rows + "- 2 -\n"}) == {1: "title", 2: "continues"}
    assert candidate_pages({1: title, 2: heads + rows + "これは文です。\n" * 3}) == {1: "title"}

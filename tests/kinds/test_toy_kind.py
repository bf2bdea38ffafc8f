"""A kind of table that the program has never heard of: passed to the pipeline, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractor import pipeline
from extractor.detect import read_span
from extractor.kinds import KINDS, Kind
from extractor.model import (
    Check,
    Filing,
    LabelledSheet,
    Language,
    Page,
    Region,
    Sheet,
    Standard,
    StatementKind,
    StatementSpan,
)
from extractor.notation.rows import rows_of
from extractor.reconcile import Figures
from extractor.segment import Readable
from extractor.settings import Settings

FILING = """四半期報告書

【四半期会計期間】 第13期第１四半期（自 2022年４月１日 至 2022年６月30日）

【会社名】 架空精機株式会社

第４【経理の状況】

（１）【四半期連結貸借対照表】

（単位：千円）

\t前連結会計年度（2022年３月31日）\t当第１四半期連結会計期間（2022年６月30日）
資産の部
流動資産
現金及び預金\t1,200\t1,350
売掛金\t800\t850
流動資産合計\t2,000\t2,200
資産合計\t2,000\t2,200

【栽培の状況】

\t2022年３月31日\t2022年６月30日
りんご\t1,100\t1,210
なし\t2,300\t2,450
"""


class Orchards:
    """How much stands on the trees: a title, two dates, one line for each fruit."""

    name = "orchards"
    opener = None

    def find(
        self, document: Readable, filing: Filing, texts: Mapping[int, str], walked: Sequence[StatementSpan]
    ) -> Sequence[StatementSpan]:
        out = []
        for number in texts:
            page = document.page(number)
            for row in rows_of(page.words):
                if row.text == "【栽培の状況】":
                    region = Region(number, row.box.bottom, page.height)
                    out.append(self._span(row.text, region))
        return out

    def _span(self, title: str, region: Region) -> StatementSpan:
        return StatementSpan(
            StatementKind.FINANCIAL_SUMMARY,
            title,
            True,
            Standard.JGAAP,
            Language.JA,
            (region,),
            1000,
            family=self.name,
        )

    def read(self, span: StatementSpan, pages: Mapping[int, Page]) -> Sequence[Sheet]:
        found = read_span(span, pages)
        return [found[0]] if found else []

    def label(self, labelled: LabelledSheet) -> LabelledSheet:
        return labelled

    def check(self, labelled: Sequence[LabelledSheet], figures: Figures) -> Iterator[Check]:
        return iter(())


def test_a_kind_is_added_by_passing_it(tmp_path: Path) -> None:
    path = tmp_path / "filing.txt"
    path.write_text(FILING, encoding="utf-8")
    kind: Kind = Orchards()
    found = pipeline.extract(path, settings=Settings(), kinds=(*KINDS, kind))
    fruit = {
        (fact.label, fact.period_end): fact.value
        for fact in found.facts
        if fact.statement is StatementKind.FINANCIAL_SUMMARY
    }
    assert fruit == {
        ("りんご", date(2022, 3, 31)): Decimal(1100),
        ("りんご", date(2022, 6, 30)): Decimal(1210),
        ("なし", date(2022, 3, 31)): Decimal(2300),
        ("なし", date(2022, 6, 30)): Decimal(2450),
    }


def test_without_it_the_table_is_nobody_s(tmp_path: Path) -> None:
    path = tmp_path / "filing.txt"
    path.write_text(FILING, encoding="utf-8")
    found = pipeline.extract(path, settings=Settings())
    assert {fact.label for fact in found.facts} >= {"現金及び預金", "売掛金"}
    assert not {"りんご", "なし"} & {fact.label for fact in found.facts}

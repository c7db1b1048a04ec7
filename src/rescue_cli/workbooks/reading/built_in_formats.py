"""Number formats that a workbook names by number alone, as far as they show less of a day than is stored: 17, and those of a
program in Chinese (ECMA-376 Part 1 § 18.8.30, zh-cn)."""

from collections.abc import Mapping

YEAR_AND_MONTH = 'yyyy"年"m"月"'
BUILT_IN: Mapping[int, str] = {17: "mmm-yy", **dict.fromkeys((27, 36, 50, 52, 57), YEAR_AND_MONTH)}

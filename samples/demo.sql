/* What one run over samples/ put into the lake, and where it lies. */
SELECT
  statement,
  count(DISTINCT filing_id) AS filings,
  count(*) FILTER (value_state = 'number') AS figures,
  round(100.0 * count(*) FILTER (value_state = 'number' AND proof IN ('proved', 'tied')) / count(*) FILTER (value_state = 'number'), 1) AS "proved %",
  round(100.0 * count(*) FILTER (value_state = 'number' AND item IS NOT NULL) / count(*) FILTER (value_state = 'number'), 1) AS "mapped %",
  statement || '/fiscal_year=*/*.parquet' AS "lies as"
FROM statements
GROUP BY statement
ORDER BY statement

"""Asks for retention and cohorts."""

RETENTION = """
query (
  $start: EventConditionInput!, $returns: EventConditionInput, $cohort: CohortStart! = FIRST_TIME,
  $retained: RetentionRule! = ON, $by: CohortPeriodLength! = WEEK, $periods: Int! = 3, $rolling: Boolean! = false,
  $weekStart: WeekStart! = MONDAY, $range: RangeInput, $timezone: String! = "UTC", $include: TrafficInput
) {
  retention(
    start: $start, returns: $returns, cohort: $cohort, retained: $retained, by: $by, periods: $periods,
    rolling: $rolling, weekStart: $weekStart, range: $range, timezone: $timezone, include: $include
  ) {
    id asOf revision isFinal definition timezone by rolling range { start end }
    cohorts { start end size periods { number start isOpen retained rate } }
    means { number rate }
  }
}
"""
COHORTS = """
query (
  $start: EventConditionInput, $returns: EventConditionInput, $dimension: Dimension, $property: String,
  $first: Int! = 10, $cohort: CohortStart! = FIRST_TIME, $retained: RetentionRule! = ON,
  $by: CohortPeriodLength! = WEEK, $periods: Int! = 3, $rolling: Boolean! = false, $currency: String,
  $range: RangeInput, $timezone: String! = "UTC", $include: TrafficInput
) {
  cohorts(
    start: $start, returns: $returns, dimension: $dimension, property: $property, first: $first, cohort: $cohort,
    retained: $retained, by: $by, periods: $periods, rolling: $rolling, currency: $currency, range: $range,
    timezone: $timezone, include: $include
  ) {
    id asOf revision isFinal definition timezone by rolling currency values range { start end }
    cohorts { ...Line }
    rest { ...Line }
    means { number rate }
  }
}
fragment Line on Cohort {
  value label start end size
  periods { number start isOpen retained rate watchTime revenue lifetimeValue }
}
"""

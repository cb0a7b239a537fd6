/** `EMPTY` = no data, `TOO_FEW` = not enough to speak of variance, `RANGE` = a value outside its domain, `INPUT` = not the shape asked for. */
export type StatisticsErrorCode = "EMPTY" | "TOO_FEW" | "RANGE" | "INPUT";

/** A statistic that these data cannot have. Thrown instead of returning NaN; `code` tells the causes apart. */
export class StatisticsError extends Error {
  override name = "StatisticsError" as const;
  readonly code: StatisticsErrorCode;

  constructor(code: StatisticsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

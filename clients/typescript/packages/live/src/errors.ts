/** An error as the server writes it; docs/errors.md of the server has all codes. */
export interface GraphQLError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: {
    readonly code?: string;
    readonly retryable?: boolean;
    readonly retryAfter?: number;
    readonly field?: readonly (string | number)[];
    readonly limit?: { readonly name: string; readonly allowed?: number; readonly requested?: number };
  };
}

/** Why there is no answer, or why a part of it is null. Test `code`, never `message`. */
export class ViewpulseError extends Error {
  override readonly name = "ViewpulseError";
  /** A code of the server, or NETWORK: there was no answer, or none of the API. */
  readonly code: string;
  /** What is null because of it, such as `["contentAnalytics", "breakdown"]`; empty if it is all. */
  readonly path: readonly (string | number)[];
  /** Whether the same may succeed later. */
  readonly retryable: boolean;
  /** Seconds to wait before that; null: the server does not say. */
  readonly retryAfter: number | null;
  /** All errors of the answer; `code` and the others are those of the first. */
  readonly errors: readonly GraphQLError[];
  /** What was answered all the same, if anything. */
  readonly data: unknown;

  constructor(errors: readonly GraphQLError[], data: unknown = null) {
    const [first] = errors;
    super(first?.message ?? "The answer is none of the API.");
    const { code, retryable, retryAfter } = first?.extensions ?? {};
    this.code = code ?? "NETWORK";
    this.path = first?.path ?? [];
    this.retryable = retryable ?? !code;
    this.retryAfter = retryAfter ?? null;
    this.errors = errors;
    this.data = data;
  }
}

/** An error that the library itself has to report. */
export function failure(code: string, message: string, retryable: boolean): ViewpulseError {
  return new ViewpulseError([{ message, extensions: { code, retryable } }]);
}

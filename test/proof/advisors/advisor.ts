/** A question that Supabase's advisors ask of a live database, and the rules that ask it of the migrations. */
export interface Advisor {
  /** As the dashboard names it: `0013_rls_disabled_in_public`. */
  readonly lint: string;
  /** One of them reports where the advisor does. With a message, `rule.message`, where only that one is meant. */
  readonly rules: readonly string[];
  /** Of the rules, by their ids. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** A query with a row, `object`, for all that the advisor would name. `pgrst.db_schemas` holds the exposed schemas. */
  readonly condition: string;
  readonly cases: readonly AdvisorCase[];
}

/** Migrations of our own beside the examples of the rules, and whether there is something to tell of. */
export interface AdvisorCase {
  readonly sql: string;
  readonly told: boolean;
  /** Default: `public`. */
  readonly exposedSchemas?: readonly string[] | undefined;
}

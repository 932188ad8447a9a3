/** PostgreSQL's major version, 12 to 18. */
export type ServerVersion = 12 | 13 | 14 | 15 | 16 | 17 | 18;

export const serverVersions: readonly ServerVersion[] = [12, 13, 14, 15, 16, 17, 18];

/** The server that the migrations are meant for. */
export interface TargetServer {
  readonly version: ServerVersion;
  /** The session's `TimeZone`; it decides whether `timestamp` to `timestamptz` rewrites. */
  readonly timeZone: string;
}

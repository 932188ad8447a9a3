/** A name as it was written, folded and unquoted; `schema` is absent where the statement left it to `search_path`. */
export interface WrittenName {
  readonly schema?: string | undefined;
  readonly name: string;
}

/** A name whose schema is known. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/** For messages: `users`, `auth.users`; the default schema is left out. */
export const formatName = ({ schema, name }: WrittenName): string =>
  schema === undefined || schema === 'public' ? name : `${schema}.${name}`;

/** For keys and machine-readable output: always with its schema. */
export const formatQualified = ({ schema, name }: QualifiedName): string => `${schema}.${name}`;

// Reserved and type-function keywords of PostgreSQL 18; such a name needs quotes.
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char ' +
    'character check coalesce collate collation column concurrently constraint create cross current_catalog current_date ' +
    'current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do ' +
    'else end except exists extract false fetch float for foreign freeze from full grant greatest group having ilike in ' +
    'initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit localtime ' +
    'localtimestamp national natural nchar none not notnull null nullif numeric offset on only or order out outer overlaps ' +
    'placing position precision primary real references returning right row select session_user setof similar smallint some ' +
    'substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique user using ' +
    'values varchar variadic verbose when where window with'
  ).split(' '),
);

/** The name as SQL needs it: quoted only where it must be. */
export const quoteIdentifier = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** The text as a string constant, where `standard_conforming_strings` is on, as it is by default. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The name as SQL needs it, with its schema where one was written. */
export const quoteName = ({ schema, name }: WrittenName): string =>
  schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

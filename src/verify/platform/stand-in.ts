/**
 * What migrations see of an extension that the scratch server does not have: its schemas, types, tables and functions, as
 * far as DDL meets them. The functions answer what an idle extension would; they reach nothing outside the database.
 */
export interface StandIn {
  readonly name: string;
  readonly version: string;
  /** The one schema that its control file names; absent where the extension goes where it is told. */
  readonly schema?: string | undefined;
  readonly requires?: readonly string[] | undefined;
  /** The extension's script. Names without a schema land in the extension's schema. */
  readonly sql: string;
}

/** The control file by which the server knows an extension. */
export const controlFile = ({ name, version, schema, requires }: StandIn): string =>
  [
    `comment = 'stands in for ${name}'`,
    `default_version = '${version}'`,
    'relocatable = false',
    'superuser = true',
    ...(schema === undefined ? [] : [`schema = '${schema}'`]),
    ...(requires === undefined ? [] : [`requires = '${requires.join(', ')}'`]),
    '',
  ].join('\n');

export interface ExtensionFile {
  readonly name: string;
  readonly text: string;
}

/** The files of a stand-in, with a script for every version that the migrations ask for. */
export function extensionFiles(standIn: StandIn, versions: readonly string[] = []): readonly ExtensionFile[] {
  const scripts = new Set([standIn.version, ...versions]);
  return [
    { name: `${standIn.name}.control`, text: controlFile(standIn) },
    ...[...scripts].map((version) => ({ name: `${standIn.name}--${version}.sql`, text: standIn.sql })),
  ];
}

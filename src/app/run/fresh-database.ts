import { isManagedSchema } from '../../catalog/managed-schemas.js';
import type { FileReport, Finding, Report } from '../../core/report.js';
import type { Run } from './open-run.js';

/** What these are about is rows that are there and sessions that wait: an empty database has neither. */
const aboutOthers: readonly string[] = ['destructive', 'locks', 'compatibility'];

/** No table is there but those of the server, of extensions, of the platform and of the history: nobody can use it yet. */
export async function isFresh({
  database,
  schema,
  project,
}: Pick<Run, 'database' | 'schema' | 'project'>): Promise<boolean> {
  const rows = await database.query(
    `SELECT DISTINCT n.nspname AS schema
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
         WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')`,
  );
  return rows.every((row) => row.schema === schema.name || isManagedSchema(project, row.schema ?? ''));
}

/** Findings about others become infos, and the report says why. */
export function forFreshDatabase(report: Report): Report {
  const files = report.files.map(milder);
  const changed = files.some((file, at) => file !== report.files[at]);
  const why = 'The database is empty: findings about its rows and about who waits stop nothing.';
  return changed ? { ...report, files, context: [...report.context, why] } : report;
}

function milder(file: FileReport): FileReport {
  if (!file.findings.some(isAboutOthers)) return file;
  return {
    ...file,
    findings: file.findings.map((finding) => (isAboutOthers(finding) ? { ...finding, severity: 'info' } : finding)),
  };
}

const isAboutOthers = ({ category, severity, direction }: Finding): boolean =>
  direction === 'up' && severity !== 'info' && aboutOthers.includes(category);

import { z } from 'zod';

const facts = z.object({
  /** The database that it was made of: `host:port/name`. */
  origin: z.string(),
  /** `server_version_num`. */
  server: z.number(),
  /** Absent: all. */
  schemas: z.array(z.string()).readonly().optional(),
  schemaOnly: z.boolean(),
  /** Tables of people, at the time. */
  tables: z.number(),
  /** In it. */
  largeObjects: z.number(),
});

/** What a backup tells of itself in its first line. */
export type BackupFacts = Readonly<z.infer<typeof facts>>;

const lead = '-- pgairlock backup ';

/** One line of comment: JSON escapes line breaks, so that no name can end it. */
export const factsLine = (of: BackupFacts): string => `${lead}${JSON.stringify(of)}\n`;

/** `undefined` where the text is not one of our backups. */
export function parseFacts(text: string): BackupFacts | undefined {
  const [line = ''] = text.split('\n', 1);
  if (!line.startsWith(lead)) return undefined;
  try {
    return facts.parse(JSON.parse(line.slice(lead.length)));
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const recorded = z.object({
  tool: z.string(),
  repository: z.string(),
  ruleId: z.string(),
  severity: z.string(),
  direction: z.string(),
  message: z.string(),
  path: z.string(),
  line: z.number(),
  column: z.number(),
  statement: z.number().optional(),
});
export type RecordedFinding = z.infer<typeof recorded>;

/** What `corpus-report.ts --findings` wrote, a finding a line. */
export const readFindings = (file: string): readonly RecordedFinding[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => recorded.parse(JSON.parse(line)));

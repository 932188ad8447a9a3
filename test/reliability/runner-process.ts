import { z } from 'zod';
import { serverTarget } from '../database/cluster.js';
import { migration } from '../runner/migrations.js';
import { runUp, summary } from './run-up.js';

/** A program that applies migrations and can be killed: it reads its work from the environment and writes its outcome. */
const work = z
  .object({
    url: z.string(),
    files: z.array(z.object({ id: z.string(), sql: z.string() })),
    wait: z.number().optional(),
  })
  .parse(JSON.parse(process.env.RUNNER_WORK ?? '{}'));

const target = { ...serverTarget(work.url), applicationName: `runner ${process.pid}` };
const files = work.files.map(({ id, sql }) => migration(id, sql));
const outcome = await runUp(target, files, work.wait === undefined ? {} : { wait: work.wait });
process.stdout.write(JSON.stringify(summary(outcome)));

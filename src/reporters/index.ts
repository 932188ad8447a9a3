import type { Reporter } from '../core/report.js';
import { compact } from './compact.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { pretty } from './pretty.js';
import { sarif } from './sarif.js';

/** Every output format by its name. */
export const reporters = { pretty, compact, json, sarif, github, gitlab, junit, markdown, html } satisfies Readonly<
  Record<string, Reporter>
>;

export type ReporterName = keyof typeof reporters;

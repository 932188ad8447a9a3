import type { Summary } from '../../core/report.js';
import type { ExecuteEvent } from '../../runner/execute/execute-event.js';

/** What goes on, for whoever watches. Times in milliseconds. */
export type RunEvent =
  | ExecuteEvent
  | { readonly kind: 'connected'; readonly label: string; readonly serverVersion: number }
  | { readonly kind: 'waiting-for-runner'; readonly holder?: string | undefined }
  /** What the check of the files found, and why it was overruled. */
  | { readonly kind: 'checked'; readonly summary: Summary; readonly forced?: string | undefined }
  | { readonly kind: 'backup-started'; readonly file: string }
  | { readonly kind: 'backup-done'; readonly file: string; readonly bytes: number }
  | { readonly kind: 'types-written'; readonly file: string }
  | { readonly kind: 'notice'; readonly severity: string; readonly message: string }
  | { readonly kind: 'warning'; readonly message: string };

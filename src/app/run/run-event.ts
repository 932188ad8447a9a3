import type { ExecuteEvent } from '../../runner/execute/execute-event.js';

/** What goes on, for whoever watches. Times in milliseconds. */
export type RunEvent =
  | ExecuteEvent
  | { readonly kind: 'connected'; readonly label: string; readonly serverVersion: number }
  | { readonly kind: 'waiting-for-runner'; readonly holder?: string | undefined }
  | { readonly kind: 'backup-started'; readonly file: string }
  | { readonly kind: 'backup-done'; readonly file: string; readonly bytes: number }
  | { readonly kind: 'notice'; readonly severity: string; readonly message: string }
  | { readonly kind: 'warning'; readonly message: string };

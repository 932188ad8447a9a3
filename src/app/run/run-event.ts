import type { Direction } from '../../core/migration.js';

/** What goes on, for whoever watches. Times in milliseconds. */
export type RunEvent =
  | { readonly kind: 'connected'; readonly label: string; readonly serverVersion: number }
  | { readonly kind: 'waiting-for-runner'; readonly holder?: string | undefined }
  | { readonly kind: 'backup-started'; readonly file: string }
  | { readonly kind: 'backup-done'; readonly file: string; readonly bytes: number }
  | {
      readonly kind: 'step-started';
      readonly migration: string;
      readonly direction: Direction;
      /** From 1. */
      readonly number: number;
      readonly of: number;
    }
  | { readonly kind: 'statement-done'; readonly migration: string; readonly index: number; readonly durationMs: number }
  | { readonly kind: 'retry'; readonly migration: string; readonly attempt: number; readonly reason: string }
  | {
      readonly kind: 'step-done';
      readonly migration: string;
      readonly direction: Direction;
      readonly durationMs: number;
    }
  | { readonly kind: 'notice'; readonly severity: string; readonly message: string }
  | { readonly kind: 'warning'; readonly message: string };

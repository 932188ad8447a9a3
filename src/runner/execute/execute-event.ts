import type { Direction } from '../../core/migration.js';
import type { Blocker } from './lock-watch.js';

/** What goes on while a plan is executed. Times in milliseconds. */
export type ExecuteEvent =
  | {
      readonly kind: 'step-started';
      readonly migration: string;
      readonly direction: Direction;
      /** From 1. */
      readonly number: number;
      readonly of: number;
    }
  | { readonly kind: 'statement-done'; readonly migration: string; readonly index: number; readonly durationMs: number }
  | {
      readonly kind: 'retry';
      readonly migration: string;
      /** The attempt that comes, from 2. */
      readonly attempt: number;
      readonly of: number;
      /** The server's message. */
      readonly reason: string;
      /** Milliseconds until then. */
      readonly pauseMs: number;
      /** Who held the lock, as far as another session could see it. */
      readonly blockers: readonly Blocker[];
    }
  | {
      readonly kind: 'step-done';
      readonly migration: string;
      readonly direction: Direction;
      readonly durationMs: number;
    };

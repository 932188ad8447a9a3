/** The project of an example on Supabase: its API shows the schema public, as the platform does by default. */
export const onSupabase = { supabase: true, exposedSchemas: ['public'] } as const;

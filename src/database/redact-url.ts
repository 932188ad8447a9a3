const secretParameters = /([?&](?:password|sslpassword|sslkey|token|apikey)=)[^&#]*/gi;

/**
 * A connection URL that may be printed: the password is `***`, in its place before the `@` and in the parameters. Text that
 * is no URL is handled too, as people paste it.
 */
export const redactUrl = (url: string): string =>
  url.replace(/^([a-z][a-z0-9+.-]*:\/\/[^:/?#@]*:).*@/i, '$1***@').replace(secretParameters, '$1***');

/** Options of Node for the processes that we start for one job, most of whose time is their start. */
export const withCompileCache: string[] = ['--import', new URL('compile-cache.js', import.meta.url).href];

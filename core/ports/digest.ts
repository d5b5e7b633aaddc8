/** SHA-256 of the UTF-8 bytes of `text`, in lower-case hex. An argument because core does no I/O. */
export type Digest = (text: string) => string;

/** An object of S3. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
}

/** Names of buckets and keys without characters that policies and URLs take for something else. */
const location = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/([\w!.'()/=+@ -]{1,1024})$/;

/** Where a feed lies, as `enrich.threatLists` writes it; null for what is a path. */
export function readS3Location(path: string): S3Object | null {
  const [, bucket, key] = location.exec(path) ?? [];
  return bucket === undefined || key === undefined ? null : { bucket, key };
}

export const beginsLikeS3 = (path: string): boolean => /^s3:/i.test(path);

import { NoSuchBucket, NotFound, S3ServiceException } from '@aws-sdk/client-s3';

const answered = (httpStatusCode: number) => ({ httpStatusCode, attempts: 1, totalRetryDelay: 0 });

/** S3's errors as the SDK throws them: most have no class of their own, `name` is the code. */
export function s3Error(code: string, message: string, status = 404): S3ServiceException {
  const error = new S3ServiceException({
    name: code,
    message,
    $fault: 'client',
    $metadata: answered(status),
  });
  return Object.assign(error, { Code: code });
}

export const noSuchBucket = (bucket: string) =>
  Object.assign(
    new NoSuchBucket({ message: 'The specified bucket does not exist', $metadata: answered(404) }),
    { Code: 'NoSuchBucket', BucketName: bucket },
  );

/** What HEAD requests answer, which have no body to say more. */
export const headNotFound = () => new NotFound({ message: 'UnknownError', $metadata: answered(404) });

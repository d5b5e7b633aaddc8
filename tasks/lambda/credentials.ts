import { readEnvironment } from './environment.ts';

/**
 * What the SDK's clients take for their default chain in a bundle: the credentials of the function's role, which
 * Lambda puts into the environment and which live as long as the sandbox does.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = () => async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = readEnvironment('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, sessionToken };
};

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ValidationResult } from '../../../../core/api/playbooks.ts';
import { send } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';

const restMs = 300;

export interface Validation {
  /** What the server said last; undefined: it has not yet. */
  readonly result: ValidationResult | undefined;
  /** Whether that is about the text as it stands now. */
  readonly upToDate: boolean;
  readonly error: Error | null;
}

/** What is wrong with a text, asked for when typing rests. The answer before stays until the next is there. */
export function useValidation(text: string, enabled: boolean): Validation {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: [endpoints.validate.path, rested],
    queryFn: async () => await send('POST', endpoints.validate, { text: rested }),
    placeholderData: keepPreviousData,
    enabled,
    gcTime: 60_000,
  });
  const upToDate = data !== undefined && rested === text && !isPlaceholderData;
  return { result: data, upToDate, error };
}

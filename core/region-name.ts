/** Whether a text could name a Region, `eu-central-1`; whether there is one of that name, only AWS knows. */
export const isRegionName = (text: string): boolean => /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(text);

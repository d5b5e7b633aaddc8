/** Of the action among Security Hub's custom ones. Security Hub takes 20 characters of either. */
export const customAction = { id: 'TourniquetRespond', name: 'Respond (Tourniquet)' } as const;

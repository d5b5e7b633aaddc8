/** Before the names of everything that sends findings to the hub: its bus lets in who is called so. */
export const forwardPrefix = 'tourniquet-forward-';

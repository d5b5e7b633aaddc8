/** Stands above both ways in. */
export const LoginTitle = () => (
  <h1>
    <span aria-hidden="true" className="mark" /> Tourniquet
  </h1>
);

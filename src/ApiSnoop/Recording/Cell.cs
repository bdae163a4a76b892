namespace ApiSnoop.Recording;

/// <summary>One counted combination of the cube; the numbers index the cube's dimensions.</summary>
/// <param name="Target">Index in <see cref="Cube.Targets"/>.</param>
/// <param name="Agent">Index in <see cref="Cube.Agents"/>.</param>
/// <param name="User">Index in <see cref="Cube.Users"/>.</param>
/// <param name="Namespace">Index in <see cref="Cube.Namespaces"/>.</param>
/// <param name="Verb">Index in <see cref="Cube.Verbs"/>.</param>
/// <param name="Code">The HTTP status code of the outcome; 0 when none was logged.</param>
/// <param name="Requests">How many requests.</param>
public readonly record struct Cell(int Target, int Agent, int User, int Namespace, short Verb, short Code, long Requests);

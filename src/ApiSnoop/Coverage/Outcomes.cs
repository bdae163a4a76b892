namespace ApiSnoop.Coverage;

/// <summary>The rule that sorts status codes into outcomes.</summary>
public static class Outcomes
{
    /// <summary>Whether a status code counts for an outcome.</summary>
    /// <param name="outcome">What is asked for.</param>
    /// <param name="code">The status code; 0 when none was logged.</param>
    public static bool Counts(this Outcome outcome, int code) => outcome switch
    {
        Outcome.Succeeded => code is >= 100 and < 400,
        Outcome.Refused => code >= 400,
        _ => true,
    };
}

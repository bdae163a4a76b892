using System.Globalization;

namespace ApiSnoop.Loading;

/// <summary>What the user should know of the inputs of a load: how their events were wrapped, and which ones are no audit logs.</summary>
internal static class InputNotes
{
    /// <summary>How many inputs are named one by one.</summary>
    const int MostNamed = 20;

    const int MostInSentence = 5;

    /// <summary>Sentences about inputs with events, and a line for each that has none.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<InputReading> inputs) => [.. Recognised(inputs), .. LeftOut(inputs)];

    /// <summary>What a load without any event tells, in a sentence.</summary>
    public static string NothingIn(IReadOnlyList<InputReading> inputs)
    {
        if (inputs.Count == 1) return $"{inputs[0].Name} holds no audit event: it is {inputs[0].WhatItIs}.";
        var named = string.Join("; ", inputs.Take(MostInSentence).Select(i => $"{i.Name} is {i.WhatItIs}"));
        var more = inputs.Count > MostInSentence ? $"; and {Count(inputs.Count - MostInSentence)} more" : "";
        return $"None of {Count(inputs.Count)} inputs holds an audit event: {named}{more}.";
    }

    static IEnumerable<string> Recognised(IReadOnlyList<InputReading> inputs)
    {
        foreach (var alike in inputs.Where(i => i.Events > 0 && i.Recognised.Length > 0).GroupBy(i => i.Recognised))
        {
            var first = alike.First().Name;
            yield return alike.Count() == 1 ? $"{first}: {alike.Key}." : $"{first} and {Count(alike.Count() - 1)} more: {alike.Key}.";
        }
    }

    static IEnumerable<string> LeftOut(IReadOnlyList<InputReading> inputs)
    {
        var none = inputs.Where(i => i.Events == 0).ToList();
        foreach (var input in none.Take(MostNamed)) yield return $"Left out {input.Name}: it is {input.WhatItIs}.";
        if (none.Count > MostNamed) yield return $"Left out {Count(none.Count - MostNamed)} more inputs without an audit event.";
    }

    static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;

namespace ApiSnoop.Recording;

/// <summary>Which part of a load one of several loaders does.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Of">How many there are.</param>
public readonly record struct Share(int Number, int Of)
{
    /// <summary>The most loaders of one load: each is a folder to look into.</summary>
    public const int Most = 10_000;

    /// <summary>Where an Indexed Job of Kubernetes tells each of its pods which one it is, from 0.</summary>
    /// <remarks>Source: the documentation of Jobs, "Completion mode".</remarks>
    public const string IndexVariable = "JOB_COMPLETION_INDEX";

    /// <summary>Reads <c>2/4</c>, or <c>4</c> where the environment tells which one this is.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="index">The value of <see cref="IndexVariable"/>; null where it is not set.</param>
    /// <exception cref="FormatException">It is no share.</exception>
    public static Share Parse(string text, string? index)
    {
        var parts = text.Split('/');
        if (parts.Length == 1 && index is null)
            throw new FormatException(
                $"Which of {text} shares? Say --share I/{text}: {IndexVariable} is not set.");
        var number = parts.Length == 1 ? Whole(index!) + 1 : Whole(parts[0]);
        var of = Whole(parts[^1]);
        return parts.Length <= 2 && number >= 1 && number <= of && of <= Most
            ? new(number, of)
            : throw new FormatException(
                $"There is no share {(parts.Length == 1 ? $"{number}/{text}" : text)}: of three there are 1/3, 2/3 and 3/3.");
    }

    /// <summary>All shares of a load by so many loaders.</summary>
    public static ImmutableArray<Share> All(int of) => [.. Enumerable.Range(1, of).Select(i => new Share(i, of))];

    /// <summary><c>2/4</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Of}");

    static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

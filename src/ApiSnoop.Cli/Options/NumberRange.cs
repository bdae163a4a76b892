using System.CommandLine;
using System.Globalization;

namespace ApiSnoop.Cli.Options;

/// <summary>Numbers that an option takes: what is outside of them is told, not put right in silence.</summary>
internal static class NumberRange
{
    extension(Option<int> option)
    {
        /// <summary>Refuses numbers outside of a range.</summary>
        /// <param name="what">What it is a number of, in the plural.</param>
        /// <param name="least">The least that is taken.</param>
        /// <param name="most">The most that is taken.</param>
        public void AcceptOnlyNumbers(string what, int least, int most = int.MaxValue) => option.Validators.Add(given =>
        {
            // What is no number at all is told by the parser.
            if (given.Tokens is not [var token] || !long.TryParse(token.Value, CultureInfo.InvariantCulture, out var number)
                || (number >= least && number <= most)) return;
            var range = most == int.MaxValue ? $"{least} or more" : string.Create(CultureInfo.InvariantCulture, $"{least} to {most:N0}");
            given.AddError($"{option.Name} is a number of {what}, {range}.");
        });
    }
}

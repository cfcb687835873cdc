using System.CommandLine;
using System.Globalization;

namespace Slipway.Cli.Options;

/// <summary>An option that takes a whole number within limits.</summary>
internal sealed class NumberOption : Option<int>
{
    /// <param name="name">With its hyphens.</param>
    /// <param name="least">The lowest number.</param>
    /// <param name="most">The highest one.</param>
    /// <param name="standard">What counts when it is not given.</param>
    public NumberOption(string name, int least, int most, int standard)
        : base(name)
    {
        HelpName = "N";
        DefaultValueFactory = _ => standard;
        // A validator would be called with text that is no number, too, and asking for its value then throws.
        CustomParser = result =>
        {
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name} takes a number from {least} to {most}");
            return standard;
        };
    }
}

using Slipway.Application.Trusting;
using Slipway.Application.Wording;
using Slipway.Model.Values;
using Slipway.Trust.Verdicts;

namespace Slipway.Application.Vouching;

/// <summary>Says how what was signed about a parent is had, where that is all that is missing.</summary>
/// <param name="policies">The policy by which it is judged.</param>
/// <param name="level">At which level; null where nobody says it.</param>
/// <param name="isShared">Whether there is a registry that machines share.</param>
internal sealed class ParentAdvice(PolicyFinder policies, Level? level, bool isShared)
{
    /// <summary>A verdict with what to do about it, if this is what is wrong.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="image">How commands name the image where it was built; null for one that came in a file.</param>
    public TrustVerdict Give(TrustVerdict verdict, string? image)
    {
        // Any text may stand in a statement; only what is a name is put into a command.
        if (verdict.Unchecked is not { Parent: { } text } || !ImageName.TryParse(text, out var parent))
        {
            return verdict;
        }

        string at = ScopeText.Option(level);
        string load = isShared
            ? $" Where {parent} is shared, 'slipway load {parent}{policies.Options(level)}' does. Else"
            : " For that,";
        return verdict with
        {
            Advice = $"Nothing is known to be wrong with it: get what was signed about its parent {parent}.{load} "
                + (image is not null
                    ? $"sign {parent} where it was built, with 'slipway trust attest {parent}{at}', and then 'slipway "
                        + $"trust attest {image}{at}', which lays it along."
                    : $"write it down where {parent} was built, with 'slipway export {parent}{at} -o {parent}.tar' and "
                        + $"'slipway trust attest {parent}{at} -o {parent}.tar{FileStatements.Extension}', and take "
                        + $"both in here: 'slipway import {parent}.tar{policies.Options(level)}'."),
        };
    }
}

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>What the variables of one Dockerfile may come to, all their uses together.</summary>
/// <remarks>
/// A line of twenty characters can double a value, so that thirty lines ask for gigabytes. Nothing that a Dockerfile
/// names is anywhere near the limit, and with it the work is linear in the file.
/// </remarks>
internal sealed class ExpansionBudget
{
    /// <summary>In UTF-16 units: as much as a whole Dockerfile may have.</summary>
    public const int Maximum = 4 * 1024 * 1024;

    private int _left = Maximum;

    /// <summary>Whether it was asked for more than there was. Nothing is given after that.</summary>
    public bool IsExceeded { get; private set; }

    public bool TryTake(int length)
    {
        IsExceeded |= length > _left;
        if (IsExceeded)
        {
            return false;
        }

        _left -= length;
        return true;
    }
}

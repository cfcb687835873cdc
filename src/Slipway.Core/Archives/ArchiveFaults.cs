using Slipway.Core.Diagnostics;

namespace Slipway.Core.Archives;

/// <summary>Says what is wrong with an archive in the words, and with the codes, of whoever reads it.</summary>
public abstract class ArchiveFaults
{
    /// <summary>It is cut off, or no tar at all.</summary>
    public abstract SlipwayException Damaged(string what);

    /// <summary>It holds what no writer of such archives puts there.</summary>
    public abstract SlipwayException Refused(string what);

    /// <summary>A part of it has more bytes than allowed.</summary>
    public abstract SlipwayException TooLarge(string what, long limit);

    /// <summary>A name of the archive in a message.</summary>
    public static string Quoted(string name) => $"'{Display.Text(name)}'";
}

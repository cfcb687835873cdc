namespace Slipway.Tar.Reading;

/// <summary>Says what is wrong with a tar in the words, and with the exceptions, of whoever reads it.</summary>
public abstract class TarFaults
{
    /// <summary>The tar is cut off, or it is none at all.</summary>
    public abstract Exception Damaged(string what);

    /// <summary>The tar holds what no writer of such archives puts there.</summary>
    public abstract Exception Refused(string what);

    /// <summary>A part of the tar has more bytes than allowed.</summary>
    public abstract Exception TooLarge(string what, long limit);

    /// <summary>A name out of the tar, made fit to stand in a message.</summary>
    public abstract string Quoted(string name);
}

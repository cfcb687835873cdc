using Slipway.Model.Diagnostics;
using Slipway.Tar.Reading;

namespace Slipway.Archives.Docker;

/// <summary>What is wrong with the archive of an image.</summary>
internal sealed class ImageTarFaults : TarFaults
{
    public static readonly ImageTarFaults Instance = new();

    private ImageTarFaults()
    {
    }

    public override SlipwayException Damaged(string what) => ArchiveErrors.Damaged(what);

    public override SlipwayException Refused(string what) => ArchiveErrors.Refused(what);

    public override SlipwayException TooLarge(string what, long limit) => ArchiveErrors.TooLarge(what, limit);

    public override string Quoted(string name) => ArchiveErrors.Quoted(name);
}

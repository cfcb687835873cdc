using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Tar.Reading;

namespace Slipway.Application.TaskBuilds.Contexts;

/// <summary>What is wrong with the archive of a context: whatever it is, the context is refused.</summary>
internal sealed class ContextFaults : TarFaults
{
    public static readonly ContextFaults Instance = new();

    private ContextFaults()
    {
    }

    public override SlipwayException Damaged(string what) => ContextErrors.Refused(what);

    public override SlipwayException Refused(string what) => ContextErrors.Refused(what);

    public override SlipwayException TooLarge(string what, long limit) => ContextErrors.TooLarge(what, limit);

    public override string Quoted(string name) => $"'{Display.Text(name)}'";
}

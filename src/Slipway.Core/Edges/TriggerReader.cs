using System.Collections.Immutable;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>Reads what an <c>ONBUILD</c> instruction makes a later build resolve.</summary>
internal static class TriggerReader
{
    public static BuildTrigger Read(Instruction instruction, char escape, SourceLocation location)
    {
        var names = ImmutableArray.CreateBuilder<(ReferenceKind Kind, string Reference)>();
        bool reaches = instruction.Keyword == "ADD" && AddSources.Find(instruction, escape, location).Any();
        foreach (var flag in BuilderFlag.Read(instruction, escape).Flags)
        {
            if (instruction.Keyword == "COPY" && flag.TryGetValue("from", out int start))
            {
                names.Add((ReferenceKind.CopyFrom, flag.Text[start..]));
            }
            else if (instruction.Keyword == "RUN")
            {
                names.AddRange(
                    MountSources.Of(flag).Select(field => (ReferenceKind.RunMount, flag.Text[field.Start..field.End])));
                reaches |= CacheMounts.IsCache(flag) || MountSources.HasOtherVariable(flag);
            }
        }

        return new BuildTrigger(location, names.DrainToImmutable(), reaches);
    }
}

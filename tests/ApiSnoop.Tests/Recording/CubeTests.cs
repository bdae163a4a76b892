using ApiSnoop.Matching;
using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using CsCheck;

namespace ApiSnoop.Tests.Recording;

public class CubeTests
{
    static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    static readonly Gen<string> s_text = Among("", "a", "b", "ü", "(other)");

    static readonly Gen<Target> s_target = Gen.OneOf(
        Gen.Select(Among("op1", "op2"), s_text, (id, uri) => new Target(id, MissReason.None, "", uri)),
        Gen.Select(Among(MissReason.Health, MissReason.Other), s_text, s_text, (reason, name, uri) => new Target(null, reason, name, uri)));

    static readonly Gen<Cube> s_cube =
        from targets in s_target.Array[1, 4]
        from texts in s_text.Array[1, 4]
        from cells in Gen.Select(
            Gen.Int[0, targets.Length - 1], Gen.Int[0, texts.Length - 1], Gen.Int[0, texts.Length - 1], Gen.Int[0, texts.Length - 1],
            Among<short>(0, 200, 404), Gen.Long[1, 5],
            (target, agent, user, space, code, requests) => new Cell(target, agent, user, space, (short)agent, code, requests)).Array[0, 8]
        select new Cube([.. targets], [.. texts], [.. texts], [.. texts], [.. texts], [.. cells]);

    [Fact]
    public void A_cube_survives_its_file() => s_cube.Sample(cube => WrittenAndRead(cube).ShouldCount(cube), iter: 500);

    [Fact]
    public void A_file_keeps_the_order_of_the_cells_because_rows_name_them_by_their_index()
    {
        var cube = Large(2_000);

        var read = WrittenAndRead(cube);

        read.Cells.Select(c => (c.Requests, read.Targets[c.Target], read.Agents[c.Agent]))
            .ShouldBe(cube.Cells.Select(c => (c.Requests, cube.Targets[c.Target], cube.Agents[c.Agent])));
    }

    [Fact]
    public void A_large_cube_survives_its_compressed_file()
    {
        var cube = Large(20_000);
        WrittenAndRead(cube).ShouldCount(cube);
    }

    static Cube WrittenAndRead(Cube cube) => CubeFile.Read(Written(cube));

    static byte[] Written(Cube cube)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "cube.parquet");
        CubeFile.Write(path, cube);
        return File.ReadAllBytes(path);
    }

    [Fact]
    public void A_cube_with_damaged_pages_is_refused()
    {
        var cube = Large(2_000);
        var file = Written(cube);
        var footer = file.Length - 8 - BitConverter.ToInt32(file, file.Length - 8);
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var damaged = file.ToArray();
            damaged[random.Next(4, footer)] ^= (byte)random.Next(1, 256);
            try
            {
                CubeFile.Read(damaged).ShouldCount(cube);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    internal static Cube Large(int cells)
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 3000).Select(i => $"text {i}").Prepend("").ToArray();
        var targets =
            texts.Select(
                (t, i) => i < 1000
                    ? new Target("op" + i, MissReason.None, "", "/x/" + i)
                    : new Target(null, MissReason.Other, t, "/y/" + i));
        var made = Enumerable.Range(0, cells).Select(_ => new Cell(
            random.Next(texts.Length), random.Next(texts.Length), random.Next(texts.Length), random.Next(texts.Length),
                (short)random.Next(8),
            (short)random.Next(3), random.Next(1, 1_000_000)));
        return new Cube([.. targets], [.. texts], [.. texts], [.. texts], [.. texts.Take(8)], [.. made]);
    }
}
